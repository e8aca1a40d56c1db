using System.Globalization;

namespace Tipstaff.Deploys;

/// <summary>When a sign of life has stayed away for too long.</summary>
internal static class HeartbeatBounds
{
    public static IEnumerable<VitalTrouble> Judge(VitalSign sign, WatchedSpan span)
    {
        var last = span.DeployedAt;
        foreach (var at in span.After.Where(point => point.Value > 0).Select(point => point.At).Append(span.Until))
        {
            if (at - last > sign.SilentAfter)
            {
                var minutes = (at - last).TotalMinutes.ToString("0", CultureInfo.InvariantCulture);
                yield return new(sign.Name, VitalFault.Silence, $"{sign.Title}: nothing was heard for {minutes} minutes from {last:HH:mm} UTC on.");
                yield break;
            }

            last = at;
        }
    }
}
