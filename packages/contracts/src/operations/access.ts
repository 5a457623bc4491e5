import { z } from "zod";
import {
  ApiKey,
  AuditEvent,
  KeyList,
  KeyRequest,
  NewKey,
  Session,
  SessionRequest,
} from "../access.ts";
import { listOf } from "../listing.ts";
import { ListQuery } from "../scan.ts";
import { json, operation } from "./operation.ts";

export const ACCESS_OPERATIONS = {
  createKey: operation({
    method: "post",
    path: "/api/v3/keys",
    tag: "Access",
    summary: "Make a key",
    description: "The answer is the only place where the secret ever stands: keep it.",
    access: "admin",
    body: KeyRequest,
    answers: { 201: json("The key with its secret.", NewKey) },
  }),
  listKeys: operation({
    method: "get",
    path: "/api/v3/keys",
    tag: "Access",
    summary: "List keys, newest first",
    description: "The newest 1,000.",
    access: "admin",
    answers: { 200: json("The keys, without their secrets.", KeyList) },
  }),
  revokeKey: operation({
    method: "post",
    path: "/api/v3/keys/{key_id}/revoke",
    tag: "Access",
    summary: "Make a key worthless, at once and for good",
    access: "admin",
    params: z.object({ key_id: z.uuid() }),
    answers: { 200: json("The key as it is now.", ApiKey) },
    problems: ["key_not_found"],
  }),
  listAuditEvents: operation({
    method: "get",
    path: "/api/v3/audit",
    tag: "Access",
    summary: "List administrative acts, newest first",
    access: "admin",
    query: ListQuery,
    answers: { 200: json("A page of acts.", listOf(AuditEvent)) },
    problems: ["invalid_cursor"],
  }),
  signIn: operation({
    method: "post",
    path: "/api/v3/session",
    tag: "Access",
    summary: "Sign a browser in with a key",
    description: "Sets a cookie that stands for the key for twelve hours.",
    access: "open",
    body: SessionRequest,
    answers: {
      200: { ...json("Who is signed in.", Session), headers: { "Set-Cookie": "The session." } },
    },
    problems: ["unauthorized"],
  }),
  getSession: operation({
    method: "get",
    path: "/api/v3/session",
    tag: "Access",
    summary: "Who am I, and what may I do?",
    access: "any key",
    answers: { 200: json("Who asks.", Session) },
  }),
  showSignIn: operation({
    method: "get",
    path: "/sign-in",
    tag: "Access",
    summary: "The page on which a browser signs in",
    access: "open",
    query: z.object({ next: z.string().max(500).optional() }),
    answers: { 200: { description: "A form.", content: { "text/html": null } } },
  }),
  submitSignIn: operation({
    method: "post",
    path: "/sign-in",
    tag: "Access",
    summary: "Sign a browser in by the form of that page",
    access: "open",
    form: z.object({ key: z.string().max(200), next: z.string().max(500).optional() }),
    answers: {
      303: {
        description: "Signed in.",
        content: { "text/plain": null, "text/html": null },
        headers: { Location: "Where to go on.", "Set-Cookie": "The session." },
      },
      401: { description: "The form again.", content: { "text/html": null } },
    },
  }),
  signOut: operation({
    method: "delete",
    path: "/api/v3/session",
    tag: "Access",
    summary: "Sign a browser out",
    access: "open",
    answers: { 204: { description: "Nobody is signed in.", content: {} } },
  }),
};
