using System.Diagnostics;
using System.Globalization;

namespace Tipstaff.Deploys;

/// <summary>Decides whether a deployment has done what it was to do, by what <c>/health</c> answers.</summary>
public static class VerifyDeploy
{
    /// <summary>Looks at one answer. What is not as it should be may yet become so: an app takes a while to change, an entry to arrive.</summary>
    /// <param name="look">What came of asking.</param>
    /// <param name="wanted">What is to be.</param>
    public static Verification Judge(HealthLook look, VerifyTarget wanted) => look switch
    {
        HealthLook.NoAnswer none => new Verification.Waiting($"It did not answer: {none.Reason}. Look at the app's log stream, and whether it runs at all."),
        HealthLook.Answered { Status: >= 300 and < 400 } moved => new Verification.Waiting(
            $"It sent us elsewhere (HTTP {moved.Status}). Ask the address at which the app itself answers."),
        HealthLook.Answered { Body: null } other => new Verification.Waiting(
            $"What answered (HTTP {other.Status}) is no Tipstaff. Look whether the app started: a wrong setting is named in its log stream."),
        HealthLook.Answered { Body: { } health } answered => Judge(answered.Status, health, wanted),
        _ => throw new UnreachableException(),
    };

    private static Verification Judge(int status, HealthAnswer health, VerifyTarget wanted) =>
        health.Version != wanted.Version
            ? new Verification.Waiting($"It runs {health.Version ?? "a version that it does not name"} in place of {wanted.Version}. Look at the app's deployment log: the package may not have been taken.")
        : status != 200
            ? new Verification.Waiting($"It says that it is {health.Status ?? "not well"} (HTTP {status}). Look in /health which part cannot be reached.")
        : wanted.CanarySince is not { } since
            ? new Verification.Verified()
        : !health.HasCanary
            ? new Verification.Waiting("It runs no canary. Give it the setting Canary__Address, or verify without a canary.")
        : health.CanaryFiledAt >= since
            ? new Verification.Verified()
            : new Verification.Waiting(
                $"No entry that the canary filed since {Time(since)} has arrived; the last that did was filed {(health.CanaryFiledAt is { } last ? $"at {Time(last)}" : "never")}. "
                + "See docs/runbook.md, canary-missing.");

    private static string Time(DateTimeOffset moment) => moment.UtcDateTime.ToString("HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}

/// <summary>What a deployment is to bring about.</summary>
/// <param name="Version">The version that answers.</param>
/// <param name="CanarySince">An entry that the canary filed since then, UTC, has arrived; null where there is no canary.</param>
public sealed record VerifyTarget(string Version, DateTimeOffset? CanarySince);

/// <summary>What came of asking for <c>/health</c>.</summary>
public abstract record HealthLook
{
    private HealthLook()
    {
    }

    /// <summary>Something answered.</summary>
    /// <param name="Status">The status of HTTP.</param>
    /// <param name="Body">What it says; null for what is no answer of ours.</param>
    public sealed record Answered(int Status, HealthAnswer? Body) : HealthLook;

    /// <summary>Nothing answered.</summary>
    /// <param name="Reason">Why, in words.</param>
    public sealed record NoAnswer(string Reason) : HealthLook;
}

/// <summary>Whether a deployment is verified.</summary>
public abstract record Verification
{
    private Verification()
    {
    }

    /// <summary>All is as it should be.</summary>
    public sealed record Verified : Verification;

    /// <summary>Something is not, or not yet.</summary>
    /// <param name="Reason">What, and what to do should it stay so, in sentences for people.</param>
    public sealed record Waiting(string Reason) : Verification;
}
