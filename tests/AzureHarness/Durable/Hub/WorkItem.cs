namespace Tipstaff.AzureHarness;

/// <summary>A piece of work that is handed out until someone has done it.</summary>
/// <param name="Work">What it is.</param>
/// <param name="Version">The orchestration's version; null for what has none.</param>
/// <param name="IsDone">Whether somebody has done it, or nobody needs it any more.</param>
/// <param name="Run">Does it on a worker, and writes down what came of it.</param>
internal sealed record WorkItem(DurableWork Work, string? Version, Func<bool> IsDone, Func<IDurableWorker, Task> Run);
