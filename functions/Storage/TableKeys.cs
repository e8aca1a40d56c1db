using System.Buffers;
using System.Globalization;
using Tipstaff.Alerts;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;

namespace Tipstaff.Functions.Storage;

/// <summary>The keys of all rows. Whatever is looked up is a point or a range of keys in one partition; nothing is scanned.</summary>
/// <remarks>
/// <code>
/// table        partition       row                          holds
/// courts       courts          {court}                      state of a court after its last check, Head: which head it builds on
/// dockets      {court}         head                         state after the last step with content, known and newest entries, journal
///                              e|{identity}                 an entry: its labels, where its docket line is
///                              d|{docket}|{number}|{hash}   a line of a docket, the greatest number first
///                              t|{document}|{subscriber}    who was told of a document, in which case
///                              q|{subscription}             what a subscription was told of gaps and quiet entries
///                              u|{hash}                     what could not be read, as it came
///                              j|{mark}|{n}                 a step of more than 100 rows, until it is done
///                              and the rows of a partition of messages:
/// outbox       m-0 … m-f        o|{key}                      a message and its state (requests for confirmation)
/// dockets      {court}         i|{time}|{key}               messages by the time of adding, the newest first
/// operators    operators       ~w|{key}                     it waits: since when it is due, until when it is claimed, where it goes, its version
///                              ~d|{key}                     it was given up or brought back: its dead letter is to be put right
///                              ~c|{key}                     it ended and is not in ~count yet
///                              ~count                       how many ended in each state
/// dockets      {court}         ~n|{id}                      a notice on its way to operators
/// subscribers  {subscriber}    ~j|{mark}                    a journal that may be unfinished (dockets only)
/// subscribers  {subscriber}    s|{subscription}             a subscription
///                              g|{digest}|p|{part}          a part of a digest: whether it is closed, and how full it is
///                              g|{digest}|m|{alert}         an alert in a part of a digest
///                              address                      how mail to this subscriber fares
///                              webhooks                     the URLs of this subscriber's webhooks
/// followers    {court}         {docket}|{subscription}      who may follow a docket: written first, the row of the subscriber decides
///              {court}         *|{subscription}             who may follow the whole court, or words in it
///              every           *|{subscription}             who may follow words in every court
///              courts          {court}                      courts that may be followed; every for all of them
///              id-{hh}         {subscription}               whose it is
/// operators    operators       k|{id}                       a notice is known
///                              n|{time}|{id}                notices, the newest first
///                              a|{time}|{id}                those not told yet, the oldest first
///                              b|{provider}                 the breaker of a provider: a copy of what its entity says
///                              t|{provider}                 who makes the trial of a provider's half-open breaker
///                              canary                       which of the canary's entries arrived
///                              ~p|{subscriber}              a subscriber's partition may hold notices
///                              ~e|{subscriber}              a subscriber is being erased, or was within a day
/// operators    migrations      {kind}                       how far the rows of a kind are migrated
/// deadletters  alerts          {key}                        a message that was given up: where it lies, when, why, after how many attempts
///              queues          {time}|{hash}                what the queues gave up, with its body
/// requests     nonces          k|{hash}                     the nonce of a signed request
///              keys            k|{hash}                     a request with a key, and its answer
///              either          x|{time}|{hash}              until when it is remembered, the first to be forgotten first
/// </code>
/// What is under <c>~</c> is unfinished: one range of each partition finds all of it.
/// </remarks>
internal static class TableKeys
{
    private static readonly SearchValues<char> NotInKeys = SearchValues.Create(@"/\#?%=|");

    public const string Courts = "courts";
    public const string Head = "head";
    public const string Address = "address";
    public const string Webhooks = "webhooks";
    public const string Operators = "operators";
    public const string Queues = "queues";
    public const string Canary = "canary";
    public const string EveryCourt = "every";
    public const string EveryDocket = "*";
    public const string Alerts = "alerts";
    public const string Unfinished = "~";
    public const string Counts = "~count";
    public const string MessagePartitions = "m-";

    public const string Migrations = "migrations";

    public const string Nonces = "nonces";
    public const string KeyedRequests = "keys";

    private const int MaxEncoded = 500;

    public static string Entry(EntryIdentity identity) => $"e|{Encode(identity.Value)}";

    public static string Docket(DocketNumber docket) => $"d|{Encode(docket.Value)}|";

    /// <summary>Lines without a number stand behind all others.</summary>
    public static string Line(DocketEntry entry) => string.Concat(
        Docket(entry.Docket), EntryNumber.Of(entry) is { } number ? (EntryNumber.Max - number).ToString("D6", CultureInfo.InvariantCulture) : "x", "|", ContentKey.Of(entry.Identity.Value));

    /// <summary>The lines of a docket that have a number.</summary>
    public static KeyRange Numbered(DocketNumber docket) => new($"{Docket(docket)}0", $"{Docket(docket)}:");

    public static string Told(DocumentId document) => $"t|{Encode(document.Value)}|";

    public static string Told(DocumentId document, SubscriberId subscriber) => $"{Told(document)}{subscriber}";

    public static string Notes(SubscriptionId subscription) => $"q|{subscription}";

    public static string Unreadable(string text) => $"u|{ContentKey.Of(text)}";

    public static string Journal(string mark) => $"j|{mark}|";

    public static string JournalOpen(string mark) => $"~j|{mark}";

    public static string Message(IdempotencyKey key) => $"o|{key}";

    public static string MessageOrder(long added, IdempotencyKey key) => $"i|{Inverted(added)}|{key}";

    /// <summary>The key of the message that a row of <see cref="MessageOrder"/> stands for.</summary>
    public static string MessageOf(string order) => $"o|{order[(order.LastIndexOf('|') + 1)..]}";

    public static string Waiting(IdempotencyKey key) => $"~w|{key}";

    public static string Dead(IdempotencyKey key) => $"~d|{key}";

    public static string Ended(IdempotencyKey key) => $"~c|{key}";

    public static string NoticeOnItsWay(string id) => $"~n|{id}";

    public static string NoticeKnown(string id) => $"k|{id}";

    public static string NoticeOrder(long added, string id) => $"n|{Inverted(added)}|{id}";

    public static string NoticeUntold(long added, string id) => $"a|{added.ToString("D19", CultureInfo.InvariantCulture)}|{id}";

    public static string NoticesOf(SubscriberId subscriber) => $"~p|{subscriber}";

    public static string Erasure(SubscriberId subscriber) => $"~e|{subscriber}";

    public static string Breaker(string provider) => $"b|{Encode(provider)}";

    public static string Trial(string provider) => $"t|{Encode(provider)}";

    public static string Subscription(SubscriptionId id) => $"s|{id}";

    /// <summary>Who follows a docket; null: every docket of the court, or words.</summary>
    public static string Follower(DocketNumber? docket) => docket is null ? $"{EveryDocket}|" : $"{Encode(docket.Value)}|";

    public static string Follower(DocketNumber? docket, SubscriptionId id) => $"{Follower(docket)}{id}";

    public static string DigestParts(string digest) => $"g|{digest}|p|";

    public static string DigestPart(string digest, int part) => $"{DigestParts(digest)}{part.ToString("D6", CultureInfo.InvariantCulture)}";

    public static string DigestAlerts(string digest) => $"g|{digest}|m|";

    public static string DigestAlert(string digest, AlertId alert) => $"{DigestAlerts(digest)}{alert}";

    public static string Remembered(string hash) => $"k|{hash}";

    public static string RememberedUntil(DateTimeOffset until, string hash) => $"{RememberedUntil(until)}{hash}";

    public static string RememberedUntil(DateTimeOffset until) => $"x|{until.UtcTicks.ToString("D19", CultureInfo.InvariantCulture)}|";

    public static string IdPartition(SubscriptionId id) => $"id-{id.Value[..2]}";

    /// <summary>Where a message lies: an alert with its court, news for operators with theirs, so that one transaction writes both.</summary>
    public static string PartitionOf(OutboxMessage message) => message switch
    {
        OutboxMessage.AlertMessage alert => alert.Alert.Court.Value,
        OutboxMessage.OperatorMessage => Operators,
        _ => MessagePartitionOf(message.Key),
    };

    public static string MessagePartitionOf(IdempotencyKey key) => $"{MessagePartitions}{key.Value[0]}";

    /// <summary>A time as text that sorts backwards.</summary>
    public static string Inverted(long ticks) => (DateTimeOffset.MaxValue.Ticks - ticks).ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>
    /// A text that may stand in a key: <c>/ \ # ? % |</c>, the escape itself and all beyond printable ASCII become <c>=XXXX</c>; what
    /// gets long by that becomes a hash.
    /// </summary>
    public static string Encode(string text)
    {
        if (text.Length <= MaxEncoded && !text.AsSpan().ContainsAnyExceptInRange(' ', '~') && !text.AsSpan().ContainsAny(NotInKeys))
        {
            return text;
        }

        var encoded = string.Concat(text.Select(character => character is < ' ' or > '~' or '/' or '\\' or '#' or '?' or '%' or '=' or '|'
            ? $"={(int)character:X4}"
            : character.ToString()));
        return encoded.Length <= MaxEncoded ? encoded : $"=={ContentKey.Of(text)}";
    }
}

/// <summary>Row keys from one to another.</summary>
/// <param name="From">The first.</param>
/// <param name="Before">Behind the last.</param>
internal readonly record struct KeyRange(string From, string Before)
{
    /// <summary>What is unfinished in a partition. What follows a tilde is a control character, which keys may not have.</summary>
    public static readonly KeyRange Unfinished = new(TableKeys.Unfinished, "~~");

    /// <summary>All keys that begin so.</summary>
    public static KeyRange Of(string prefix) => new(prefix, prefix[..^1] + (char)(prefix[^1] + 1));
}
