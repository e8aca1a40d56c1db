using System.Globalization;
using Tipstaff.Breakers;
using Tipstaff.Operators;

namespace Tipstaff.Outbox;

/// <summary>What operators are told of mail providers.</summary>
internal static class ProviderNotices
{
    /// <summary>The news that a provider's breaker opened, or closed; null when it only stays open.</summary>
    public static OperatorNotice? Of(string provider, CircuitBreaker before, CircuitBreaker after, DateTimeOffset now) => (before, after) switch
    {
        ({ OpenedAt: null }, { OpenedAt: { } openedAt }) => OperatorNotice.Of(
            NoticeKind.ProviderInTrouble,
            About(provider, openedAt),
            now,
            $"The mail provider {provider} failed {after.FailuresInARow} times in a row, or too often, and is asked again at {after.OpenUntil:u}. "
                + "Until it is back its mails go to the next provider, or wait. Look whether it answers, and whether its settings are right."),
        ({ OpenedAt: { } openedAt }, { OpenedAt: null }) => OperatorNotice.Of(
            NoticeKind.ProviderIsBack, About(provider, openedAt), now, $"The mail provider {provider}, in trouble since {openedAt:u}, takes mail again."),
        _ => null,
    };

    private static string About(string provider, DateTimeOffset openedAt) =>
        $"{provider} {openedAt.ToString("O", CultureInfo.InvariantCulture)}";
}
