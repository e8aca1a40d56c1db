using System.Globalization;

namespace Tipstaff.Tests.Functions.Costs;

/// <summary>A month's bill, from what things cost in operations and what operations cost in dollars.</summary>
internal static class Bill
{
    private const int Courts = 200;
    private const int AlertsADay = 50_000;
    private const int BusinessDays = 22;
    private const int Days = 30;

    // A rebuild each 20 minutes by day and half an hour's rest at night, as the rhythm is learnt; each asked for once or twice.
    private const int ChecksADay = 100;

    // Entries that nobody follows, all courts together: what PACER takes on a business day, about.
    private const int EntriesADay = 100_000;
    private const int EntriesACheck = 10;
    private const int FailingCourtHoursADay = 24;
    private const decimal MegabytesAMail = 0.05m;
    private const int MinutesADay = 24 * 60;

    private const int Sweeps = MinutesADay / 5;
    private const int OperationsASweep = Courts + 20;
    private const int OperationsAMinute = 3;

    // As TableRetention counts them: a run that finds nothing, 24 looks for erasures, and what an old message takes.
    private const int OperationsADay = (2 * Courts) + 23 + 24;
    private const decimal OperationsAnOldMessage = (1 / 14m) + (1 / 33m);
    private const int RetentionRuns = 1 + 24;

    /// <summary>The rows of the document's table.</summary>
    public static IEnumerable<string> Rows(OperationCosts check, OperationCosts entry, OperationCosts alert, OperationCosts failing)
    {
        var checks = (decimal)Courts * ChecksADay * Days;
        var alerts = (decimal)AlertsADay * BusinessDays;
        var steps = (decimal)EntriesADay / EntriesACheck * BusinessDays;
        var hours = (decimal)FailingCourtHoursADay * Days;
        decimal Sum(Func<OperationCosts, decimal> of) => (checks * of(check)) + (steps * of(entry)) + (alerts * of(alert)) + (hours * of(failing));

        var tables = Sum(cost => cost.Tables) + (steps * EntriesACheck) + ((decimal)Days * ((Sweeps * OperationsASweep) + (MinutesADay * OperationsAMinute) + OperationsADay))
            + (alerts * OperationsAnOldMessage);
        var bus = Sum(cost => cost.Bus);
        var durable = Sum(cost => cost.Durable + cost.Entities);
        var runs = checks + alerts + (Days * ((MinutesADay * 2m) + Sweeps + RetentionRuns)) + durable;
        yield return Row("table operations", tables, tables * Prices.TableOperation);
        yield return Row("Service Bus operations, with the base price", bus, Prices.BusBase + (Math.Max(0, bus - Prices.BusOperationsIncluded) * Prices.BusOperation));
        yield return Row("actions of the Durable Task Scheduler", durable, durable * Prices.DurableAction);
        yield return Row("executions of functions, a second each", runs, runs * (Prices.Execution + (Prices.InstanceMemory * Prices.GigabyteSecond)));
        yield return Row("mails of 50 KB", alerts, alerts * (Prices.Mail + (MegabytesAMail * Prices.MailMegabyte)));
    }

    private static string Row(string what, decimal count, decimal dollars) =>
        string.Create(CultureInfo.InvariantCulture, $"| {what} | {count / 1_000_000:0.0} | {dollars:0} |");
}
