namespace Tipstaff.Health;

/// <summary>A cheap look whether something that Tipstaff stands on can be reached.</summary>
public interface IHealthProbe
{
    /// <summary>What is looked at: <c>store</c>, <c>queue</c>, a mail provider's name.</summary>
    string Name { get; }

    /// <summary>Looks. Whatever goes wrong on the way means no.</summary>
    /// <param name="cancellationToken">Ends the look: whoever asks sets the limit.</param>
    Task<bool> IsUpAsync(CancellationToken cancellationToken);
}
