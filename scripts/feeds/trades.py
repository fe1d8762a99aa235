"""Word lists: industries, business sectors and made-up company names."""

from feeds.words import listed

INDUSTRIES = (
    "Manufacturing",
    "Retail",
    "Healthcare",
    "Financial Services",
    "Logistics",
    "Education",
    "Energy",
    "Telecommunications",
    "Construction",
    "Public Sector",
)
SECTORS = {
    "DE": listed("""Logistik, Maschinenbau, Elektrotechnik, Bau, Handel, Medizintechnik,
        Software, Spedition, Küchen, Möbel, Anlagenbau, Verlag, Kältetechnik, Druckerei"""),
    "US": listed("""Logistics, Manufacturing, Electronics, Builders, Trading, Medical Devices,
        Software, Freight, Foods, Furniture, Engineering, Publishing, Analytics, Printing"""),
    "FR": listed("""Logistique, Mécanique, Électronique, Bâtiment, Négoce, Santé, Logiciels,
        Transports, Boulangerie, Meubles, Ingénierie, Éditions, Imprimerie"""),
    "IN": listed("""Logistics, Textiles, Electronics, Constructions, Traders, Pharma,
        Infotech, Exports, Foods, Steel, Engineering, Chemicals, Motors"""),
    "JP": listed("""Logistics, Seiki, Denki, Kensetsu, Shoji, Medical, Systems, Unyu, Foods,
        Kagu, Kogyo, Insatsu"""),
}
SECTORS["GB"] = SECTORS["US"]
COINED = (
    listed("""Nord, Süd, Alpha, Blue, Silver, Quantum, Vertex, Hanse, Rhein, Atlas, Terra,
    Solar, Neo, Prime, Astra, Delta, Evergreen, Global, Inter, Metro, Omni, Pan, Optima, Trident,
    Falcon, Phoenix, Summit, Cascade, Harbour, Aurora, Orion, Zenith, Polar, Lotus, Sakura"""),
    listed("tec, works, soft, line, gate, net, data, form, point, field, bridge, logic"),
)
