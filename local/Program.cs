using Tipstaff.Local.Commands;

return await CommandLine.RunAsync(args);
