"""The shipping methods of the document, and which of them an order goes by.

Source: "Shipping Methods", without the list's three repetitions. Prices and days in transit are made up
and depend on the method and the weight alone.
"""

from __future__ import annotations

import re
from decimal import Decimal

SHIPPING_METHODS: tuple[str, ...] = tuple(
    """
APC Priority International
APC parcelConnectPriorityDDPDelcon
Asendia ePacket Elite
Asendia ePacket Plus
Asendia ePacket Select
AustraliaPost ExpressPost
AustraliaPost ExpressPostSignature
AustraliaPost ParcelPost
AustraliaPost ParcelPostExtra
AustraliaPost ParcelPostSignature
AustraliaPost ParcelPostWinePlusSignature
Axlehire Next Day
Axlehire Same Day
CanadaPost Expedited Parcel
CanadaPost Expedited Parcel USA
CanadaPost International Parcel Service
CanadaPost Priority
CanadaPost Priority Worldwide Envelope International
CanadaPost Priority Worldwide Envelope USA
CanadaPost Priority Worldwide Pak International
CanadaPost Priority Worldwide Pak USA
CanadaPost Priority Worldwide Parcel USA
CanadaPost Small Packet International Air
CanadaPost Small Packet USA Air
CanadaPost Tracked Packet International
CanadaPost Tracked Packet USA
CanadaPost Xpresspost
CanadaPost Xpresspost International
CanadaPost Xpresspost USA
CanadaPost regularparcel
DHL Domestic Express
DHL EXPRESS 10:30
DHL EXPRESS 12:00
DHL EXPRESS 9:00
DHL EXPRESS WORLDWIDE NON DOC
DHL Express Economy Select
DHL Express Worldwide
DHL Domestic Express 1200
DHL Express Easy Non Doc (Intl)
DHL Express Worldwide Ecx
DHL Express1200 Non Doc
DHLGlobalMailInternational(Legacy) International Standard DDU
DHLeCommerce SM Marketing Parcel Expedited
DPDUK Air Classic International Air
DPDUK Air Express International Air
DPDUK ExpressPackClassic
DPDUK Parcel Dpd Classic Int
DPDUK Parcel Dpd Next Day
DPDUK Parcel Dpd Next Day Int
DPDUK Parcel Dpd Two Day
DPDUK Parcel Dpd Two Day Int
DPDUK Parcel Saturday 12
DPDUK ParcelDpdClassicDT1
Dhl ecommerce International Direct
Dhl ecommerce International Standard
DhlEcs DHLParcelExpedited
DhlEcs DHLParcelExpeditedMax
DhlEcs DHLParcelGround
DhlEcs International Direct v4
DhlEcs International Standard v4
FedEx 2 Day
FedEx 2 Day (Intl)
FedEx Express Saver
FedEx Express Saver (Intl)
FedEx Ground
FedEx Ground (Intl)
FedEx Ground Economy
FedEx Ground Home Delivery
FedEx International Connect Plus
FedEx International Economy
FedEx International Priority
FedEx ONE RATE 2 DAY
FedEx Priority
FedEx Priority Overnight
FedEx Priority Overnight (Intl)
FedEx SameDay City Economy
FedEx Standard Overnight
FedEx Standard Overnight (Intl)
FedExSmartPost SmartPost
GSO CaliforniaParcelService
GSO EarlyPriorityOvernight
GSO EarlySaturdayService
GSO Ground
GSO PriorityOvernight
GSO SaturdayDeliveryService
Globale Global-E
Globale Global-E Express
Globegistics E Com Tracked Ddp
Maergo Standard Expedited
OmniParcel Domestic Standard
OmniParcel E Commerce Express Tracked
OmniParcel E Commerce Standard Tracked
PassportGlobal Economy
PassportGlobal Priority Duties Paid
PassportGlobal Priority Tracked DDU
RoyalMail 24
RoyalMail 48
RoyalMail INTL Large Letter (DG4)
RoyalMail International Business Parcels Bespoke Postal (DW1)
RoyalMail International Business Parcels Tracked Country (MP7)
RoyalMail Tracked 24
RoyalMail Tracked 48
SmartKargo Ecommerce Priority
Swyft NEXTDAY
Swyft SAMEDAY
UPS Standard (Intl)
UPS Economy Mail Innovations
UPS Expedited Mail Innovations
UPS Ground
UPS Next Day Air
UPS Next Day Air Saver
UPS Priority Mail Innovations
UPS Second Day Air
UPS Second Day Air A.M.
UPS Standard
UPS SurePost Over 1 LB
UPS SurePost Under 1 lb
UPS Three Day Select
UPS Worldwide Expedited (intl)
UPS Worldwide Express
UPS Worldwide Express Plus
UPS Worldwide Saver
UPS Worldwide Saver (intl)
UPSi-Parcel UPSIparcel
USPS Express Mail
USPS Express Mail International
USPS First Class Mail
USPS First Class Mail International
USPS First Class Package International
USPS Ground Advantage
USPS Media Mail
USPS Parcel Select
USPS Priority Mail
USPS Priority Mail International
USPSScanBasedReturns USPS Return Label First Class
USPSScanBasedReturns USPS Return Label Priority
Whiplash Cheapest 1 Day or Better
Whiplash Cheapest 1 Day or Better (International)
Whiplash Cheapest 2 Days or Better
Whiplash Cheapest 2 Days or Better (International)
Whiplash Cheapest 3 Days or Better
Whiplash Cheapest 3 Days or Better (International)
Whiplash Cheapest 5 Days or Better
Whiplash Cheapest 5 Days or Better (International)
Whiplash Cheapest 7 Days or Better
Whiplash Cheapest 7 Days or Better (International)
Whiplash Cheapest Expedited
Whiplash Cheapest Expedited (International)
Whiplash Cheapest Rate
Whiplash Cheapest Rate (International)
Whiplash Cheapest Tracked
Whiplash Cheapest Tracked (International)
Whiplash Customer Provided Label
Whiplash Customer Provided Label (intl)
Whiplash Global-E International Pickup
Whiplash Pick Up
Whiplash Pick Up (Intl)
X delivery Standard Expedited
""".strip().splitlines()
)

_BY_NAME = {method.casefold(): method for method in SHIPPING_METHODS}

_CHEAPEST = "USPS Ground Advantage"
_CHEAPEST_ABROAD = "USPS First Class Package International"

_BOUGHT: tuple[tuple[str, str, str], ...] = (
    ("1 Day", "FedEx Standard Overnight", "DHL Express Worldwide"),
    ("2 Days", "FedEx 2 Day", "FedEx International Priority"),
    ("3 Days", "UPS Three Day Select", "UPS Worldwide Saver (intl)"),
    ("Expedited", "USPS Priority Mail", "USPS Priority Mail International"),
    ("Cheapest", _CHEAPEST, _CHEAPEST_ABROAD),
)
"""What is bought for Whiplash's own methods, by a word of their name: in the warehouse's country, and abroad."""

_SPEEDS: tuple[tuple[re.Pattern[str], int, Decimal, Decimal], ...] = tuple(
    (re.compile(words, re.IGNORECASE), days, Decimal(base), Decimal(per_pound))
    for words, days, base, per_pound in (
        (r"customer provided|pick ?up", 0, "0.00", "0.00"),
        (r"international|worldwide|intl|global|packet|tracked ddu", 7, "13.50", "3.10"),
        (r"overnight|next ?day|same ?day|1 day|9:00|10:30|12:?00", 1, "19.75", "2.20"),
        (r"2 day|second day|two day|express|expedited", 2, "12.40", "1.35"),
        (r"priority|three day|3 day", 3, "7.85", "0.80"),
        (r"", 4, "4.30", "0.55"),
    )
)
"""The first that a method's name fits: days in transit, dollars a package, dollars a pound."""


def choose_method(wish: str | None, *, abroad: bool) -> str:
    """The method that an order is shipped by: the one wished for, by its whole name (``UPS Ground``) or without
    its carrier (``Priority Mail``), else the cheapest. Whiplash's own names are bought from a carrier.
    """
    plain = (wish or "").strip().casefold()
    known = _BY_NAME.get(plain) or next((method for method in SHIPPING_METHODS if _is_short_for(plain, method)), None)
    if known is None:
        return _CHEAPEST_ABROAD if abroad else _CHEAPEST
    if known.startswith("Whiplash Cheapest"):
        return next(outside if abroad else inside for word, inside, outside in _BOUGHT if word in known)
    return known


def _is_short_for(plain: str, method: str) -> bool:
    return bool(plain) and method.casefold().endswith(f" {plain}")


def transit_days(method: str) -> int:
    """Days from shipping to delivery."""
    return _speed(method)[0]


def postage(method: str, pounds: Decimal) -> Decimal:
    """Dollars for one package, in whole cents."""
    _, base, per_pound = _speed(method)
    return (base + per_pound * pounds).quantize(Decimal("0.01"))


def _speed(method: str) -> tuple[int, Decimal, Decimal]:
    return next((days, base, per_pound) for words, days, base, per_pound in _SPEEDS if words.search(method))
