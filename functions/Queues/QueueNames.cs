namespace Tipstaff.Functions.Queues;

/// <summary>The queues of the app, and the connection under which their triggers find them.</summary>
public static class QueueNames
{
    /// <summary>The setting's prefix: <c>ServiceBus__fullyQualifiedNamespace</c> and the identity's settings beside it.</summary>
    public const string Connection = "ServiceBus";

    /// <summary>One message for each court that is to be asked.</summary>
    public const string Checks = "checks";

    /// <summary>One message for each alert, or other mail, that is to be delivered.</summary>
    public const string Alerts = "alerts";

    /// <summary>Where the broker puts messages of <see cref="Checks"/> that failed too often.</summary>
    public const string DeadChecks = Checks + "/$deadletterqueue";

    /// <summary>Where the broker puts messages of <see cref="Alerts"/> that failed too often.</summary>
    public const string DeadAlerts = Alerts + "/$deadletterqueue";
}
