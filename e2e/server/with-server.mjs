// node server/with-server.mjs <command> [arguments]: runs the command with E2E_BASE_URL set to a server of its own.
import { spawn } from "node:child_process";
import { startServer } from "./server.mjs";

const [command, ...args] = process.argv.slice(2);
if (!command) throw new Error("usage: node server/with-server.mjs <command> [arguments]");

const server = await startServer();
const child = spawn(command, args, { stdio: "inherit", env: { ...process.env, E2E_BASE_URL: server.url } });
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.on(signal, () => child.kill(signal));
child.on("error", (error) => console.error(String(error)));
child.on("close", async (code) => {
  await server.stop();
  process.exitCode = code ?? 1;
});
