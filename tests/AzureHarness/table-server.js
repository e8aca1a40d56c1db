// Azurite's table service, ended when whoever started it ends: even a killed test run closes our standard input.
process.stdin.on("end", () => process.exit());
process.stdin.resume();

// On a busy machine a request may take its time to arrive; Node would end its connection.
const http = require("http");
const createServer = http.createServer;
http.createServer = (...given) => Object.assign(createServer(...given), { headersTimeout: 0, requestTimeout: 0 });
require("./node_modules/azurite/dist/src/table/main.js");
