// A process for the tests of startProcess(): says who it is, answers SIGTERM, starts a child if told.
import { spawn } from "node:child_process";

const [what] = process.argv.slice(2);
if (what === "fail") {
  process.stderr.write("cannot go on\n");
  process.exitCode = 3;
} else {
  if (what === "parent") {
    const child = spawn(process.execPath, [import.meta.filename], { stdio: "inherit" });
    process.stdout.write(`child ${child.pid}\n`);
  }
  process.on("SIGTERM", () => {
    process.stdout.write("goodbye\n", () => process.exit(0));
  });
  setInterval(() => undefined, 60_000);
  process.stdout.write(`ready ${process.env["GREETING"] ?? ""}\n`);
}
