// Compiles queries against the tables of a workspace, and tells what is wrong with each and which columns it gives.
// Asked by lines of JSON: { "name": "query" }
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { runInThisContext } from 'node:vm';
import { answer } from './answer.mjs';

const require = createRequire(import.meta.url);
for (const file of ['bridge.min.js', 'Kusto.Language.Bridge.min.js']) {
  const path = require.resolve(`@kusto/language-service-next/${file}`);
  runInThisContext(readFileSync(path, 'utf8'), { filename: path });
}
const { Kusto, Bridge } = globalThis;

// https://learn.microsoft.com/azure/azure-monitor/reference/tables: of each table the columns that queries here may name.
const tables = {
  AppMetrics: '(TimeGenerated: datetime, Name: string, ItemCount: int, Sum: real, Min: real, Max: real, Properties: dynamic, AppRoleInstance: string)',
  AppExceptions: '(TimeGenerated: datetime, ExceptionType: string, OuterMethod: string, Method: string, ProblemId: string, ItemCount: int, OperationId: string)',
  AppRequests: '(TimeGenerated: datetime, Name: string, DurationMs: real, Success: bool, ResultCode: string, ItemCount: int)',
  Usage: '(TimeGenerated: datetime, DataType: string, Quantity: real, IsBillable: bool)',
};
const symbols = Kusto.Language.Symbols;
const workspace = new symbols.DatabaseSymbol.$ctor1('workspace', Object.entries(tables).map(([name, columns]) => symbols.TableSymbol.From(columns).WithName(name)), false);
const globals = Kusto.Language.GlobalState.Default.WithDatabase(workspace);

answer(queries => Object.fromEntries(Object.entries(queries).map(([name, text]) => [name, compile(text)])));

function compile(text) {
  const code = Kusto.Language.KustoCode.ParseAndAnalyze(text, globals);
  return {
    errors: Bridge.toArray(code.GetDiagnostics()).map(one => `${one.Message} At '${text.slice(one.Start, one.Start + Math.max(one.Length, 20)).split('\n')[0]}'`),
    columns: code.ResultType?.Columns ? Bridge.toArray(code.ResultType.Columns).map(column => column.Name) : [],
  };
}
