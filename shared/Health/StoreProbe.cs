using Tipstaff.Checks;
using Tipstaff.Courts;

namespace Tipstaff.Health;

/// <summary>Looks whether the store answers, with the cheapest of its questions.</summary>
public sealed class StoreProbe(IDockets dockets, CourtDirectory courts) : IHealthProbe
{
    /// <inheritdoc/>
    public string Name => "store";

    /// <inheritdoc/>
    public async Task<bool> IsUpAsync(CancellationToken cancellationToken)
    {
        await dockets.FindCourtAsync(courts.All[0].Id, cancellationToken);
        return true;
    }
}
