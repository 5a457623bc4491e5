/** `npm run client`: writes the types of the client anew from the document. */
import { writeFile } from "node:fs/promises";
import { generateTypes, TYPES_FILE } from "./generate-types.ts";

await writeFile(TYPES_FILE, await generateTypes());
