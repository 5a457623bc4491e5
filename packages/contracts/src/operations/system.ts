import { z } from "zod";
import { Health, Liveness, Readiness } from "../health.ts";
import { ProblemType } from "../problem.ts";
import { WorkerList } from "../worker.ts";
import { json, operation } from "./operation.ts";

export const SYSTEM_OPERATIONS = {
  getLiveness: operation({
    method: "get",
    path: "/livez",
    tag: "System",
    summary: "Is the process alive?",
    access: "open",
    answers: { 200: json("It is.", Liveness) },
  }),
  getReadiness: operation({
    method: "get",
    path: "/readyz",
    tag: "System",
    summary: "Are scans accepted?",
    access: "open",
    answers: { 200: json("They are.", Readiness) },
    problems: ["not_ready"],
  }),
  getHealth: operation({
    method: "get",
    path: "/health",
    tag: "System",
    summary: "Is every promise kept?",
    access: "scans:read",
    answers: {
      200: json("All is well.", Health),
      503: json("Something is wrong, and `words` says what.", Health),
    },
  }),
  listWorkers: operation({
    method: "get",
    path: "/api/v3/workers",
    tag: "System",
    summary: "List workers and what each is at",
    description: "Those that are alive first. Those that are gone are told of for an hour.",
    access: "scans:read",
    answers: { 200: json("The workers.", WorkerList) },
  }),
  getMetrics: operation({
    method: "get",
    path: "/metrics",
    tag: "System",
    summary: "Metrics for Prometheus",
    access: "scans:read",
    answers: {
      200: { description: "Text exposition format 0.0.4.", content: { "text/plain": null } },
    },
  }),
  getProblem: operation({
    method: "get",
    path: "/problems/{code}",
    tag: "System",
    summary: "What a problem means, and what to do about it",
    access: "open",
    params: z.object({ code: z.string().max(100) }),
    answers: {
      200: {
        description: "In JSON, or for a browser as a page.",
        content: { "application/json": ProblemType, "text/html": null },
      },
    },
    problems: ["not_found"],
  }),
  getOpenApi: operation({
    method: "get",
    path: "/openapi.json",
    tag: "System",
    summary: "This document",
    access: "open",
    answers: { 200: json("OpenAPI 3.1.", z.looseObject({ openapi: z.string() })) },
  }),
  getRobots: operation({
    method: "get",
    path: "/robots.txt",
    tag: "System",
    summary: "Keeps crawlers away, but for the scan that the system makes of itself",
    access: "open",
    answers: { 200: { description: "RFC 9309.", content: { "text/plain": null } } },
  }),
  getCanarySitemap: operation({
    method: "get",
    path: "/canary/sitemap.xml",
    tag: "System",
    summary: "The tiny site that the system scans round the clock to prove that it can",
    access: "open",
    answers: { 200: { description: "A sitemap.", content: { "application/xml": null } } },
    problems: ["not_found"],
  }),
};
