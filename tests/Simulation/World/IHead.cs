using Tipstaff.Links;

namespace Tipstaff.Tests.Simulation.World;

/// <summary>One way in which the service runs: what its processes are, and where they keep what they know.</summary>
internal interface IHead : IDisposable
{
    /// <summary>What is kept.</summary>
    IStoredWorld Stored { get; }

    /// <summary>Reads the links in its mails.</summary>
    LinkTokens Links { get; }

    /// <summary>Whether it runs in a cloud: a timer a minute, instances that come and go, new versions over running ones.</summary>
    bool IsInTheCloud { get; }

    /// <summary>How far off the clock of one of its machines can be.</summary>
    TimeSpan FarthestClock { get; }

    /// <summary>A process, not yet begun.</summary>
    ServiceProcess NewProcess(string slot, int generation);

    /// <summary>What it promises besides the six promises, and did not keep on this day.</summary>
    IEnumerable<string> CheckOwn() => [];

    /// <summary>Before the first process begins; what the head's own surroundings do wrong is arranged here.</summary>
    void Prepare();
}
