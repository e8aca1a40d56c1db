using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;

namespace Tipstaff.Functions.Mail;

/// <summary>
/// Where Event Grid posts what became of our mails; the key is part of the address that its subscription is given. It listens
/// whether or not Communication Services is among the providers now: reports of earlier mails still come.
/// </summary>
public sealed class DeliveryReportsFunction(TakeDeliveryReport take, SubscriberIds ids, TimeProvider time, ILogger<DeliveryReportEvents> logger)
{
    private readonly DeliveryReportEvents _events = new(take, ids, time, logger);

    [Function("DeliveryReports")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", "options", Route = "api/delivery-reports")] HttpRequest request,
        CancellationToken cancellationToken) =>
        _events.RunAsync(request, cancellationToken);
}
