using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tipstaff.Outbox;

namespace Tipstaff.Webhooks;

/// <summary>
/// A random value that a receiver gives back to prove that it wants webhooks at its URL: it answers 200, and the body is the value
/// alone, or JSON with the value as its <c>challenge</c>. What gives back all that it is sent proves nothing.
/// </summary>
/// <param name="Value">The value, 43 characters of base64url.</param>
public sealed record WebhookChallenge(string Value)
{
    /// <summary>The <c>type</c> of the webhook that asks.</summary>
    public const string Type = "webhook.verification";

    /// <summary>Longest answer that is read, in bytes.</summary>
    public const int MaxAnswerBytes = 1024;

    private const int RandomBytes = 32;
    private const int Ok = 200;

    /// <summary>A new one, good for one request.</summary>
    public static WebhookChallenge Create() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes)));

    /// <summary>The webhook that asks.</summary>
    /// <param name="now">The present moment, UTC.</param>
    public WebhookMessage ToMessage(DateTimeOffset now) =>
        new(IdempotencyKey.Parse(ContentKey.Of(Type, Value)), WebhookJson.Write(Type, now, writer => writer.WriteString("challenge", Value)));

    /// <summary>What an answer proves.</summary>
    /// <param name="status">Its HTTP status.</param>
    /// <param name="body">Its body, or the first <see cref="MaxAnswerBytes"/> and more of it.</param>
    public ChallengeOutcome Judge(int status, ReadOnlySpan<byte> body) =>
        status != Ok ? new ChallengeOutcome.Failed($"The URL answered the challenge with HTTP {status}: it has to answer 200.")
        : body.Length > MaxAnswerBytes ? new ChallengeOutcome.Failed($"The URL answered the challenge with more than {MaxAnswerBytes:N0} bytes: it has to answer with the value of data.challenge alone.")
        : IsAnswer(body) ? new ChallengeOutcome.Passed()
        : new ChallengeOutcome.Failed("""The URL answered the challenge with another body: it has to answer with the value of data.challenge, alone or as {"challenge":"…"}.""");

    private bool IsAnswer(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body).Trim();
        return text == Value || (text.StartsWith('{') && JsonValue(text) == Value);
    }

    private static string? JsonValue(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.TryGetProperty("challenge", out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>What came of a challenge.</summary>
public abstract record ChallengeOutcome
{
    private ChallengeOutcome()
    {
    }

    /// <summary>The receiver wants webhooks there.</summary>
    public sealed record Passed : ChallengeOutcome;

    /// <summary>That is not proven.</summary>
    /// <param name="Reason">What went wrong and what to do, in sentences for whoever gave the URL.</param>
    public sealed record Failed(string Reason) : ChallengeOutcome;
}
