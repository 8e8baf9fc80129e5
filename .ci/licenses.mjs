// Reads `cargo metadata` on stdin and judges each package's SPDX expression by the `allow` list of deny.toml.
import { readFileSync } from "node:fs";

const deny = readFileSync(process.argv[2], "utf8");
const allowed = new Set([...section(deny, "allow").matchAll(/"([^"]+)"/g)].map(([, id]) => id));
const { packages } = JSON.parse(readFileSync(0, "utf8"));

const refused = packages.filter((crate) => !permits(crate.license)).map((crate) => `${crate.name} ${crate.version}: ${crate.license}`);
if (refused.length > 0) {
  console.error(`leasify: these licences are not in deny.toml. Find another crate, or argue for the licence there:\n${refused.join("\n")}`);
  process.exit(1);
}
console.log(`${packages.length} crates, all licences allowed`);

function section(toml, key) {
  const start = toml.indexOf(`${key} = [`);
  return toml.slice(start, toml.indexOf("]", start));
}

// expression = term { OR term };  term = factor { AND factor };  factor = id [WITH exception] | ( expression )
function permits(expression) {
  if (!expression) return false;
  const tokens = expression.replaceAll("/", " OR ").match(/\(|\)|[^\s()]+/g);
  let at = 0;
  const any = () => {
    let result = all();
    while (tokens[at] === "OR") {
      at += 1;
      result = all() || result;
    }
    return result;
  };
  const all = () => {
    let result = one();
    while (tokens[at] === "AND") {
      at += 1;
      result = one() && result;
    }
    return result;
  };
  const one = () => {
    if (tokens[at] === "(") {
      at += 1;
      const result = any();
      at += 1;
      return result;
    }
    let id = tokens[at++];
    if (tokens[at] === "WITH") {
      id += ` WITH ${tokens[at + 1]}`;
      at += 2;
    }
    return allowed.has(id);
  };
  return any();
}
