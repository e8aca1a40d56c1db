using Tipstaff.Notices;

namespace Tipstaff.Tests.Support;

/// <summary>Notices as they are taken of a program that may send those of every court.</summary>
internal static class NoticesTaken
{
    public static Task<NoticeOutcome> RunAsync(this TakeNotice take, byte[] message, CancellationToken cancellationToken) =>
        take.RunAsync(message, _ => true, cancellationToken);
}
