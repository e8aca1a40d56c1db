using System.Text;
using Tipstaff.Alerts;
using Tipstaff.Local.Storage;
using Tipstaff.Outbox;
using Tipstaff.Tests.Local.Run;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Chaos;

/// <summary>What the service wrote down, and what came of it.</summary>
internal sealed record ChaosLedger(IReadOnlyDictionary<string, Alert> AlertsByMessageId, OutboxCounts Counts, IReadOnlyList<string> Entries, IReadOnlyList<string> DeadLetters)
{
    private const int Everything = 1_000_000;

    public static async Task<ChaosLedger> ReadAsync(Installation installation)
    {
        var token = TestContext.Current.CancellationToken;
        using var database = SqliteDatabase.Open(Path.Combine(installation.Data, "tipstaff.db"));
        var outbox = new SqliteOutbox(database);
        var rows = await outbox.NewestAsync(Everything, token);
        return new ChaosLedger(
            rows.Select(row => row.Message).OfType<OutboxMessage.AlertMessage>().ToDictionary(message => message.Alert.Id.Value, message => message.Alert, StringComparer.Ordinal),
            await outbox.CountAsync(token),
            await database.ReadAsync(session => session.Query("SELECT identity FROM entries", reader => reader.GetString(0)), token),
            [.. rows.Where(row => row.State is OutboxState.DeadLettered).Select(row => $"{row.Message.Key}: {row.Detail}")]);
    }

    /// <summary>Makes what waits for another attempt due now: hours pass for the outbox, for nobody else.</summary>
    public static async Task LetHoursPassAsync(Installation installation)
    {
        using var database = SqliteDatabase.Open(Path.Combine(installation.Data, "tipstaff.db"));
        await database.Writer.RunAsync(
            session => session.Execute("UPDATE outbox SET due_at = @now WHERE state = 0 AND due_at > @now", ("@now", ChaosCourthouse.Now.UtcTicks)),
            TestContext.Current.CancellationToken);
    }

    /// <summary>The alert that a mail tells.</summary>
    public Alert AlertOf(ReceivedMail mail) => AlertsByMessageId[MessageId(mail).Split('@')[0].TrimStart('<')];

    public static string MessageId(ReceivedMail mail) => mail.Header("Message-ID")!;

    public static bool IsAlert(ReceivedMail mail) => mail.Header("List-Id") is not null;

    /// <summary>What a mail tells, each once.</summary>
    public IEnumerable<(string Address, string News)> Told(ReceivedMail mail) =>
        AlertOf(mail).Entries.Select(entry => (mail.To, ChaosReaders.News(entry.Court, entry.Document, entry.Identity)));

    /// <summary>Insists that the text of a mail tells the entries of its alert and no others.</summary>
    public void AssertTells(ReceivedMail mail)
    {
        var told = ToldEntry.ReadAll(Encoding.ASCII.GetBytes(mail.Data)).Select(entry => (entry.Number, entry.Document));
        var timed = AlertOf(mail).Entries.Where(entry => entry.EnteredAt is not null).Select(entry => (entry.Number, entry.Document?.Value));

        Assert.Equal(timed.OrderBy(entry => entry.ToString(), StringComparer.Ordinal), told.OrderBy(entry => entry.ToString(), StringComparer.Ordinal));
    }
}
