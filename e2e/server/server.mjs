// The real server on a fresh database of the test cluster, on a port nobody else has.
import { execFileSync, spawn } from "node:child_process";
import { createWriteStream, mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";

const checkout = resolve(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "../..");
const target = process.env["CARGO_TARGET_DIR"] ?? join(checkout, "target");
const api = process.env["LEASIFY_API"] ?? join(target, "debug/api");
const report = join(checkout, "e2e/report");

/**
 * @typedef {object} RunningServer
 * @property {string} url
 * @property {number} pid
 * @property {() => Promise<void>} stop
 * @property {() => Promise<RunningServer>} replaceKilled Kills it as a power cut would, and starts another in its place.
 */

/** @returns {Promise<RunningServer>} */
export async function startServer() {
  const database = `e2e_${process.pid}_${Date.now()}`;
  pg("start");
  pg("psql", "-qXc", `create database ${database} owner leasify_owner`);

  const url = `http://127.0.0.1:${await freePort()}`;
  const env = {
    ...process.env,
    DATABASE_URL: pg("url", "leasify_app", database),
    AUTH_DATABASE_URL: pg("url", "leasify_auth", database),
    OWNER_DATABASE_URL: pg("url", "leasify_owner", database),
    LISTEN_ADDR: url.replace("http://", ""),
    WEB_DIR: join(checkout, "dist"),
  };
  execFileSync(api, ["migrate"], { env, cwd: checkout, stdio: ["ignore", "ignore", "inherit"] });

  return serve(url, env, () => pg("psql", "-qXc", `drop database if exists ${database} with (force)`));
}

/**
 * @param {string} url
 * @param {NodeJS.ProcessEnv} env
 * @param {() => unknown} cleanUp
 * @returns {Promise<RunningServer>}
 */
async function serve(url, env, cleanUp) {
  mkdirSync(report, { recursive: true });
  const logFile = join(report, "server.log");
  const server = spawn(api, ["serve"], { env, cwd: checkout, stdio: ["ignore", "pipe", "pipe"] });
  const log = createWriteStream(logFile, { flags: "a" });
  server.stdout.pipe(log, { end: false });
  server.stderr.pipe(log, { end: false });

  const stop = async () => {
    await ended(server);
    log.end();
    cleanUp();
  };
  const replaceKilled = async () => {
    const gone = new Promise((done) => server.once("exit", done));
    server.kill("SIGKILL");
    await gone;
    return serve(url, env, cleanUp);
  };
  try {
    await answers(`${url}/healthz`, server);
  } catch (error) {
    await stop();
    throw new Error(`${String(error)}\nIts last words:\n${readFileSync(logFile, "utf8").slice(-2000)}`);
  }
  return { url, pid: server.pid ?? 0, stop, replaceKilled };
}

/** @param {...string} args */
function pg(...args) {
  const output = execFileSync(join(checkout, ".ci/pg.sh"), [...args, "--test"], {
    encoding: "utf8",
    env: { ...process.env, PGDATABASE: "postgres" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  return output.trim();
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((found, failed) => {
    const probe = createServer().on("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (typeof address === "object" && address ? found(address.port) : failed(new Error("no port"))));
    });
  });
}

/**
 * @param {string} url
 * @param {import("node:child_process").ChildProcess} server
 */
async function answers(url, server) {
  for (const deadline = Date.now() + 15_000; Date.now() < deadline; ) {
    if (server.exitCode !== null) throw new Error("the server stopped while it started");
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((later) => setTimeout(later, 50));
  }
  throw new Error(`${url} did not answer within 15 seconds`);
}

/**
 * @param {import("node:child_process").ChildProcess} server
 * @returns {Promise<void>}
 */
function ended(server) {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    const impatience = setTimeout(() => server.kill("SIGKILL"), 10_000);
    server.once("exit", () => {
      clearTimeout(impatience);
      done();
    });
    server.kill("SIGTERM");
  });
}
