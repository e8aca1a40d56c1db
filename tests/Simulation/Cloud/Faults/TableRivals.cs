using Tipstaff.AzureHarness;
using Tipstaff.Functions.Storage;

namespace Tipstaff.Tests.Simulation.Cloud.Faults;

/// <summary>Others who write the same rows: what was read before is out of date then.</summary>
internal static class TableRivals
{
    /// <summary>Touches what a write is likely to build on.</summary>
    /// <remarks>Not the messages: who finds one of those changed leaves it to whoever changed it.</remarks>
    public static void Touch(AuditTables audit, CloudCall call)
    {
        var subject = call.Subject.Split('|');
        switch (subject[0])
        {
            case "courts":
                audit.Touch(audit.Tables.Courts, subject[1], subject[2]);
                break;
            case "dockets":
                audit.Touch(audit.Tables.Dockets, subject[1], TableKeys.Head);
                break;
            case "subscribers":
                foreach (var row in audit.List(audit.Tables.Subscribers, subject[1]).Where(row => !row.RowKey.StartsWith('~')))
                {
                    audit.Touch(audit.Tables.Subscribers, subject[1], row.RowKey);
                }

                break;
        }
    }
}
