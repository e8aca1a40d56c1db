using Tipstaff.Courts;
using Tipstaff.Peers;

switch (args)
{
    case ["reader", var path, var court]:
        ReaderPeer.Run(path, CourtId.Parse(court));
        return 0;
    case ["poll", var path]:
        await PollPeer.RunAsync(path);
        return 0;
    case ["http"]:
        await HttpPeer.RunAsync();
        return 0;
    case ["measures", var folder]:
        await MeasurePeer.RunAsync(folder);
        return 0;
    case ["trivial", var url]:
        await HttpPeer.RunTrivialAsync(url);
        return 0;
    default:
        Console.Error.WriteLine("tests/Peers: say 'reader FILE COURT', 'poll FILE', 'http' or 'measures FOLDER'; tests/Peers/run does the whole comparison.");
        return 2;
}
