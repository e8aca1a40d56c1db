using System.Diagnostics.Metrics;
using Tipstaff.Measures;

namespace Tipstaff.Tests.Support;

/// <summary>Meters for what is put together by hand.</summary>
internal static class SomeMeter
{
    /// <summary>One that nobody listens to.</summary>
    public static TipstaffMeter Unheard { get; } = new(new Meters());

    /// <summary>Makes meters, and is their scope.</summary>
    internal sealed class Meters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(new MeterOptions(options.Name) { Version = options.Version, Tags = options.Tags, Scope = this });

        public void Dispose()
        {
        }
    }
}
