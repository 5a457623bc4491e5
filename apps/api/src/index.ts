export { composeApi, type Api, type ApiConfig, type ApiOverrides } from "./compose.ts";
