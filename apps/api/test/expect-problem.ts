import { expect } from "@jest/globals";
import { Problem } from "@sitemap-scanner/contracts";
import type { Response } from "supertest";

/** The problem of an answer that must be one, by its contract. */
export function expectProblem(answer: Response, status: number, code?: string): Problem {
  expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/);
  const problem = Problem.parse(answer.body);
  expect({ http: answer.status, status: problem.status }).toEqual({ http: status, status });
  expect(problem.code).toBe(code ?? problem.code);
  expect(problem.type).toBe(`/problems/${problem.code}`);
  expect(problem.instance).toBe(`/requests/${answer.headers["x-request-id"]}`);
  return problem;
}
