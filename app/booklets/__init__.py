"""Plant booklets ("libretto di impianto", DM 10/02/2014 Allegato I): the history of a plant.

Nothing is overwritten: each saving of a sheet is a new entry. Generators come from the devices,
sheets 11 and 12 from the energy-efficiency reports.
"""
