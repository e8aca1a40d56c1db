using System.CommandLine;
using System.Globalization;
using Tipstaff.Links;
using Tipstaff.Local.Storage;

namespace Tipstaff.Local.Commands;

/// <summary><c>tipstaff rotate-links</c>: a new key for the links of mails.</summary>
internal static class RotateLinksCommand
{
    public static Command Create()
    {
        var data = RunCommand.DataOption();
        var command = new Command("rotate-links", "Has a new key sign the links of mails; those of the key before are good for 30 days more") { data };
        command.SetAction(parsed =>
        {
            using var folder = DataFolder.Open(parsed.GetRequiredValue(data));
            var (signsFrom, isNew) = folder.LinkKeys.Rotate(TimeProvider.System.GetUtcNow());
            Console.WriteLine(
                $"{(isNew ? "A new key" : "The key of the last rotation, which is still to come,")} signs links from {Shown(signsFrom)} on; "
                + $"links of the key before are good until {Shown(signsFrom + LinkKeyRing.OldLinksGoodFor)}. A service that is running needs no restart.");
            return 0;
        });
        return command;
    }

    private static string Shown(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
