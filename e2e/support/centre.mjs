// A sample centre served by the real binary, in a folder of its own.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const BINARY = process.env.CIKADA ?? join(here, "../../target/debug/cikada");

export const PASSWORD = "only for the sample";

/**
 * Builds a sample centre with `cikada demo` and waits until it invites to sign in; with a protocol that
 * does not ship, a centre in which its first product was just harvested.
 */
export async function startCentre(protocol) {
  const directory = await mkdtemp(join(tmpdir(), "cikada-e2e-"));
  let served = await serve(directory, ...(protocol ? ["--protocol", protocol] : []));
  return {
    base: served.base,
    // The treatment whose bag waits at the bedside, or whose product was harvested.
    atBedside: `/treatments/${served.invitation.match(/ in treatment (CH\w+)/)[1]}`,
    /** Lets days pass: the same centre is served again. Whoever was signed in signs in anew. */
    async ahead(days) {
      await served.end();
      served = await serve(directory, "--days-ahead", String(days));
      this.base = served.base;
    },
    async stop() {
      await served.end();
      await rm(directory, { recursive: true });
    },
  };
}

async function serve(directory, ...more) {
  const args = ["demo", "--data", join(directory, "centre"), "--listen", "127.0.0.1:0", ...more];
  const server = spawn(BINARY, args, { stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise((resolve) => server.once("exit", resolve));
  const invitation = await readInvitation(server);
  return {
    invitation,
    base: invitation.match(/http:\/\/[\d.]+:\d+/)[0],
    async end() {
      server.kill("SIGINT");
      await ended;
    },
  };
}

/** A journey in a centre of its own, where what it spoils spoils nothing for the others. */
export async function apart(stage, journey, protocol) {
  const centre = await startCentre(protocol);
  try {
    await journey({ ...stage, centre });
  } finally {
    await centre.stop();
  }
}

function readInvitation(server) {
  return new Promise((resolve, reject) => {
    let told = "";
    const read = (chunk) => {
      told += chunk;
      if (told.includes("Ctrl-C ends")) resolve(told.slice(told.indexOf("served at")));
    };
    server.stdout.on("data", read);
    server.stderr.on("data", read);
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`the centre ended with ${code}: ${told}`)));
  });
}
