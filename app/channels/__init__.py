"""The ways to the exchange system: by hand, by certified e-mail (PEC), the stand-in of the demo.

A channel takes a file after the commit that sent it, and brings answers in. The accredited web
service (SDICoop) would be one more `app.invoices.sdi.Channel`: it needs certificates that the
exchange system gives to each accredited firm, and is not here.
"""
