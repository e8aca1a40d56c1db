using System.CommandLine;
using Tipstaff.Feeds;

namespace Tipstaff.Local.Commands;

/// <summary><c>tipstaff parse rss FILE --court ID</c>: prints what was read as JSON.</summary>
internal static class ParseCommand
{
    public static Command Create()
    {
        var parse = new Command("parse", "Prints what Tipstaff reads in a court's document, as JSON");
        parse.Add(CreateRss());
        return parse;
    }

    private static Command CreateRss()
    {
        var file = new Argument<string>("FILE") { Description = "The feed, as the court sent it" };
        var court = new Option<Courts.CourtId?>("--court")
        {
            Description = "The court whose feed it is, such as nysd",
            Required = true,
            CustomParser = Values.AnyCourt,
        };
        var rss = new Command("rss", "A CM/ECF news feed") { file, court };
        rss.SetAction(async (parsed, cancellationToken) =>
        {
            var body = await ReadAsync(parsed.GetRequiredValue(file), cancellationToken);
            await using var output = Console.OpenStandardOutput();
            FeedJson.Write(FeedReader.Read(body, parsed.GetRequiredValue(court)!), output);
            return 0;
        });
        return rss;
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
