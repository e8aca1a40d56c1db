using Azure.Data.Tables;

namespace Tipstaff.Functions.Storage;

/// <summary>The tables.</summary>
internal sealed class TableSet(TableServiceClient service)
{
    private static readonly string[] Names = ["courts", "dockets", "subscribers", "followers", "outbox", "operators", "deadletters", "requests"];

    public TableClient Courts { get; } = service.GetTableClient("courts");

    public TableClient Dockets { get; } = service.GetTableClient("dockets");

    public TableClient Subscribers { get; } = service.GetTableClient("subscribers");

    public TableClient Followers { get; } = service.GetTableClient("followers");

    public TableClient Outbox { get; } = service.GetTableClient("outbox");

    public TableClient Operators { get; } = service.GetTableClient("operators");

    public TableClient DeadLetters { get; } = service.GetTableClient("deadletters");

    public TableClient Requests { get; } = service.GetTableClient("requests");

    /// <summary>The table of a partition of messages.</summary>
    public TableClient OfMessages(string partition) =>
        partition == TableKeys.Operators ? Operators
        : partition.StartsWith(TableKeys.MessagePartitions, StringComparison.Ordinal) ? Outbox
        : Dockets;

    /// <summary>Makes those that are missing; in Azure the deployment does.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        foreach (var name in Names)
        {
            await service.CreateTableIfNotExistsAsync(name, cancellationToken);
        }
    }
}
