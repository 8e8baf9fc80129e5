// The engine in WebAssembly against the engine as the server runs it, whose digest is asserted by its own test:
// rates, rows and debts of the same agreements, to the bit.
//
//   cargo build -p engine-parity --target wasm32-unknown-unknown --profile wasm-release
//   node shared/engine/parity/run.mjs target/wasm32-unknown-unknown/wasm-release/engine_parity.wasm
import { readFile } from 'node:fs/promises';

const [file] = process.argv.slice(2);
if (!file) {
  console.error('usage: node run.mjs <engine_parity.wasm>');
  process.exit(2);
}
const { instance } = await WebAssembly.instantiate(await readFile(file), {});
const hex = (number) => `0x${BigInt.asUintN(64, number).toString(16).padStart(16, '0')}`;
const found = hex(instance.exports.digest());
const wanted = hex(instance.exports.expected());
if (found !== wanted) {
  console.error(`the engine computes ${found} in WebAssembly and ${wanted} natively`);
  process.exit(1);
}
console.log(`the same to the bit: ${found}`);
