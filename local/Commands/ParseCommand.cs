using System.CommandLine;
using Tipstaff.Courts;
using Tipstaff.Feeds;
using Tipstaff.Notices;

namespace Tipstaff.Local.Commands;

/// <summary><c>tipstaff parse rss|nef FILE --court ID</c>: prints what was read as JSON.</summary>
internal static class ParseCommand
{
    public static Command Create()
    {
        var parse = new Command("parse", "Prints what Tipstaff reads in a court's document, as JSON");
        parse.Add(Create("rss", "A CM/ECF news feed", (body, court, output) => FeedJson.Write(FeedReader.Read(body, court), output)));
        parse.Add(Create("nef", "A Notice of Electronic Filing or of Docket Activity: the e-mail, or its HTML", (body, court, output) => NefJson.Write(NefReader.Read(body, court), court, output)));
        return parse;
    }

    private static Command Create(string name, string description, Action<byte[], CourtId, Stream> write)
    {
        var file = new Argument<string>("FILE") { Description = "The document, as the court sent it" };
        var court = new Option<CourtId?>("--court")
        {
            Description = "The court whose document it is, such as nysd",
            Required = true,
            CustomParser = Values.AnyCourt,
        };
        var command = new Command(name, description) { file, court };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var body = await ReadAsync(parsed.GetRequiredValue(file), cancellationToken);
            await using var output = Console.OpenStandardOutput();
            write(body, parsed.GetRequiredValue(court)!, output);
            return 0;
        });
        return command;
    }

    private static async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new CommandFailure($"Cannot read '{path}': {error.Message.TrimEnd('.')}. Name a file that exists and that you may read.");
        }
    }
}
