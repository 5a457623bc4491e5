import { QueryClient, QueryClientProvider } from "@tanstack/preact-query";
import { render } from "preact";
import { ApiError } from "./api/call.ts";
import { isLive } from "./live.ts";
import { App } from "./shell/app.tsx";
import "./styles/index.css";
import { readTheme, setTheme } from "./theme.ts";

const RETRIES = 2;

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // What was refused is refused again.
      retry: (times, error) => !(error instanceof ApiError) && times < RETRIES,
      refetchOnWindowFocus: () => isLive(),
      staleTime: 1_000,
    },
  },
});

setTheme(readTheme());
const root = document.querySelector("#console");
if (!root) throw new Error("Cannot show the console: the page has no place for it");
render(
  <QueryClientProvider client={client}>
    <App />
  </QueryClientProvider>,
  root,
);
