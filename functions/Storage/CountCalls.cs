using Azure.Core;
using Azure.Core.Pipeline;
using Tipstaff.Measures;

namespace Tipstaff.Functions.Storage;

/// <summary>Counts the requests to the tables, each page and each repetition by the client too: that is what is paid for.</summary>
internal sealed class CountCalls(TipstaffMeter meter) : HttpPipelineSynchronousPolicy
{
    /// <inheritdoc/>
    public override void OnSendingRequest(HttpMessage message) =>
        meter.StoreCalled(message.Request.Method == RequestMethod.Get ? StoreCall.Read : StoreCall.Write);
}
