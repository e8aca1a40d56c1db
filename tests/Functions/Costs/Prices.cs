namespace Tipstaff.Tests.Functions.Costs;

/// <summary>What the services charge, in US dollars: parameters of the table in docs/azure.md, to be set to the account's own.</summary>
internal static class Prices
{
    /// <summary>A table operation; an entity-group transaction is one.</summary>
    public const decimal TableOperation = 0.00036m / 10_000;

    /// <summary>A Service Bus operation above those included.</summary>
    public const decimal BusOperation = 0.80m / 1_000_000;

    /// <summary>Service Bus Standard, a month, with <see cref="BusOperationsIncluded"/>.</summary>
    public const decimal BusBase = 10m;

    /// <summary>Operations that <see cref="BusBase"/> includes.</summary>
    public const decimal BusOperationsIncluded = 13_000_000;

    /// <summary>One action of the Durable Task Scheduler: an orchestration started, an activity, a timer, an entity's operation.</summary>
    public const decimal DurableAction = 0.003m / 10_000;

    /// <summary>One execution of a function on Flex Consumption.</summary>
    public const decimal Execution = 0.40m / 1_000_000;

    /// <summary>A gigabyte of memory for a second; an execution is charged a second at least.</summary>
    public const decimal GigabyteSecond = 0.000026m;

    /// <summary>Memory of an instance, gigabytes.</summary>
    public const decimal InstanceMemory = 2m;

    /// <summary>One mail by Communication Services, without its size.</summary>
    public const decimal Mail = 0.00025m;

    /// <summary>A megabyte of mail.</summary>
    public const decimal MailMegabyte = 0.00012m;
}
