// Azurite's table service, ended when whoever started it ends: even a killed test run closes our standard input.
process.stdin.on("end", () => process.exit());
process.stdin.resume();
require("./node_modules/azurite/dist/src/table/main.js");
