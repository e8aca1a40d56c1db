using Tipstaff.Outbox;
using Tipstaff.StoredData;

namespace Tipstaff.Local.Storage;

/// <summary>A message as it is inserted; turned into JSON before the writer's turn, which is everyone's.</summary>
internal sealed record OutboxMessageRow(OutboxMessage Message, string Json)
{
    public static OutboxMessageRow Of(OutboxMessage message) => new(message, StoredJson.Write(message));

    /// <summary>Adds it unless its key is known.</summary>
    /// <returns>False when it was.</returns>
    public bool Insert(SqliteSession session)
    {
        var isNew = session.Execute(
            """
            INSERT INTO outbox (key, subscriber, created_at, due_at, state_at, webhook, v, kind)
            VALUES (@key, @subscriber, @created, @due, @created, @webhook, @v, @kind)
            ON CONFLICT (key) DO NOTHING
            """,
            ("@key", Message.Key.Value),
            ("@subscriber", Message.Subscriber.Value),
            ("@created", Message.CreatedAt.UtcTicks),
            ("@due", Message.DueAt.UtcTicks),
            ("@webhook", Message.IsWebhook ? 1 : 0),
            ("@v", StoredKinds.Message.Writes),
            ("@kind", MessageKinds.Of(Message))) == 1;
        if (isNew)
        {
            session.Execute("INSERT INTO outbox_bodies (seq, json) VALUES (last_insert_rowid(), @json)", ("@json", Json));
        }

        return isNew;
    }
}
