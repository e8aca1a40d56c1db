using Tipstaff.Checks;
using Tipstaff.Deploys;

namespace Tipstaff.Local.Commands;

/// <summary>Asks an app for its <c>/health</c>: one request, with limits on time and size, following nothing.</summary>
internal sealed class HealthAsker : IDisposable
{
    private static readonly TimeSpan Connecting = TimeSpan.FromSeconds(5);

    private readonly HttpClient _client;
    private readonly Uri _health;
    private readonly TimeSpan _limit;

    public HealthAsker(Uri app, TimeSpan limit)
    {
        (_limit, _health) = (limit, new Uri($"{app.GetLeftPart(UriPartial.Path).TrimEnd('/')}/health"));
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = Connecting < limit ? Connecting : limit })
        {
            Timeout = limit,
            MaxResponseContentBufferSize = HealthAnswer.MaxBytes,
        };
    }

    /// <summary>Asks once.</summary>
    public async Task<HealthLook> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _client.GetAsync(_health, cancellationToken);
            return new HealthLook.Answered((int)answer.StatusCode, HealthAnswer.Read(await answer.Content.ReadAsByteArrayAsync(cancellationToken)));
        }
        catch (HttpRequestException error) when (error.HttpRequestError is HttpRequestError.ConfigurationLimitExceeded)
        {
            return new HealthLook.Answered(200, Body: null);
        }
        catch (HttpRequestException error)
        {
            return new HealthLook.NoAnswer(HttpTrouble.Words(error));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new HealthLook.NoAnswer($"nothing came within {_limit.TotalSeconds:0.#} s");
        }
    }

    public void Dispose() => _client.Dispose();
}
