namespace Microsoft.DurableTask.Client
{
    /// <summary>Which orchestrations to list.</summary>
    /// <param name="CreatedFrom">Created at or after.</param>
    /// <param name="CreatedTo">Created at or before.</param>
    /// <param name="Statuses">In one of these statuses.</param>
    /// <param name="TaskHubNames">Of these hubs; there is one here.</param>
    /// <param name="InstanceIdPrefix">Whose id begins so.</param>
    /// <param name="PageSize">How many a page.</param>
    /// <param name="FetchInputsAndOutputs">Whether with inputs and outputs.</param>
    /// <param name="ContinuationToken">Where to go on.</param>
    public record OrchestrationQuery(
        DateTimeOffset? CreatedFrom = null,
        DateTimeOffset? CreatedTo = null,
        IEnumerable<OrchestrationRuntimeStatus>? Statuses = null,
        IEnumerable<string>? TaskHubNames = null,
        string? InstanceIdPrefix = null,
        int PageSize = OrchestrationQuery.DefaultPageSize,
        bool FetchInputsAndOutputs = false,
        string? ContinuationToken = null)
    {
        /// <summary>The page size unless given.</summary>
        public const int DefaultPageSize = 100;
    }

    /// <summary>How to terminate.</summary>
    public record TerminateInstanceOptions(object? Output = null, bool Recursive = false);

    /// <summary>How to purge.</summary>
    public record PurgeInstanceOptions(bool Recursive = false);

    /// <summary>Which orchestrations to purge.</summary>
    /// <param name="CreatedFrom">Created at or after.</param>
    /// <param name="CreatedTo">Created at or before.</param>
    /// <param name="Statuses">In one of these statuses.</param>
    public record PurgeInstancesFilter(
        DateTimeOffset? CreatedFrom = null,
        DateTimeOffset? CreatedTo = null,
        IEnumerable<OrchestrationRuntimeStatus>? Statuses = null);

    /// <summary>What was purged.</summary>
    public class PurgeResult
    {
        /// <summary>A count.</summary>
        public PurgeResult(int count) => PurgedInstanceCount = count;

        /// <summary>How many instances are gone.</summary>
        public int PurgedInstanceCount { get; }
    }

    /// <summary>Deduplication by statuses.</summary>
    public static class StartOrchestrationOptionsExtensions
    {
        /// <summary>The options with statuses in which an existing instance refuses the start.</summary>
        public static StartOrchestrationOptions WithDedupeStatuses(
            this StartOrchestrationOptions options, params OrchestrationRuntimeStatus[] dedupeStatuses) =>
            options with { DedupeStatuses = [.. dedupeStatuses.Select(status => status.ToString())] };
    }
}

namespace DurableTask.Core.Exceptions
{
    /// <summary>An instance of the id exists in a status that refuses the start.</summary>
    public class OrchestrationAlreadyExistsException : Exception
    {
        /// <summary>A refusal.</summary>
        public OrchestrationAlreadyExistsException(string message)
            : base(message)
        {
        }
    }
}
