"""The words Italian offices head their columns with, by the field they mean.

One heading a line; folded, so accents, dots and capitals do not matter. The first words of a field
are the commonest. Abbreviations need no entry of their own: `cod fisc` is found by beginnings.
"""

from app.imports.rules import Field

_HEADINGS: dict[Field, str] = {
    Field.EXTERNAL_CODE: """
        codice cliente; numero scheda; codice; cod; id; id cliente; codice scheda; scheda; n scheda
        numero cliente; codice anagrafica; codice utente; numero pratica; cliente n; n cliente
        rif; riferimento; progressivo; customer id""",
    Field.FULL_NAME: """
        nominativo; cliente; intestatario; cognome e nome; cognome nome; nome e cognome
        nome cognome; nome cliente; utente; nominativo cliente; intestazione; anagrafica
        responsabile; proprietario; occupante; inquilino; nome completo
        ragione sociale cognome e nome; cognome nome ragione sociale; responsabile impianto""",
    Field.LAST_NAME: "cognome; cognome cliente; surname; last name",
    Field.FIRST_NAME: "nome; nome di battesimo; first name; name",
    Field.COMPANY_NAME: """
        ragione sociale; denominazione; rag soc; ragsoc; azienda; ditta; societa; impresa
        denominazione sociale; company""",
    Field.ADDRESS: """
        indirizzo; via; via e numero; indirizzo impianto; ubicazione impianto; strada
        via e civico; indirizzo completo; indirizzo cliente; residenza; via piazza; via n
        indirizzo e civico; domicilio; indirizzo residenza; address""",
    Field.STREET_NUMBER: """
        civico; numero civico; n civico; nr civico; num civico; n; nr; num; numero""",
    Field.POSTCODE: "cap; codice postale; codice avviamento postale; c a p; zip",
    Field.MUNICIPALITY: """
        comune; citta; localita; paese; comune impianto; citta localita; comune di residenza
        luogo; comune localita; city; town""",
    Field.PROVINCE: "provincia; prov; pr; sigla provincia; pv",
    Field.STAIRCASE: "scala; sc",
    Field.FLOOR: "piano",
    Field.UNIT: "interno; int; appartamento; sub",
    Field.PHONE: """
        telefono; tel; cellulare; cell; numero di telefono; recapito; recapito telefonico
        telefono fisso; fisso; telefono casa; telefono ufficio; mobile; telefono mobile; contatto
        altro telefono; telefono abitazione; telefono cellulare; numero cellulare; recapiti; phone
        tel cell; tel casa; tel ufficio""",
    Field.EMAIL: """
        email; e mail; mail; posta elettronica; indirizzo email; indirizzo e mail
        indirizzo di posta elettronica""",
    Field.PEC: "pec; posta elettronica certificata; email pec; e mail pec; indirizzo pec; mail pec",
    Field.TAX_CODE: "codice fiscale; cf; cod fiscale; c f; codfisc; codfiscale",
    Field.VAT_NUMBER: """
        partita iva; p iva; piva; part iva; iva; p i; partiva; codice iva; vat; p iva ue""",
    Field.TAX_OR_VAT: """
        codice fiscale partita iva; cf piva; cf p iva; partita iva codice fiscale; piva cf
        p iva cf; p iva c f; c f p iva; codice fiscale o partita iva; cod fisc part iva""",
    Field.RECIPIENT_CODE: """
        codice destinatario; sdi; codice sdi; codice univoco; cod destinatario; codice ufficio
        codice univoco ufficio; cod univoco; codice destinatario sdi; cuu""",
    Field.DISCOUNT_CLASS: "classe di sconto; classe sconto; fascia sconto; fascia di sconto",
    Field.CONTACT_PERSON: "referente; persona di riferimento; contatto referente; custode",
    Field.GROUP_HEAD: "condominio; nome condominio; palazzo; stabile; fabbricato; immobile",
    Field.BUILDING_MANAGER: """
        amministratore; amministratore condominio; amministratore di condominio; amministrazione
        studio amministratore""",
    Field.PLANT_CODE: """
        codice impianto; codice catasto; targa; targa impianto; codice catasto impianti; catasto
        codice curit; curit; codice criter; criter; codice siert; codice cit; cit
        matricola impianto; numero impianto; cod impianto""",
    Field.NOTE: """
        note; annotazioni; osservazioni; commenti; appunti; nota; note cliente; memo; avvertenze
        descrizione; varie; promemoria; note interne""",
    Field.DEVICE_TYPE: """
        tipo apparecchio; apparecchio; tipo; tipologia; tipo generatore; generatore; tipo impianto
        tipo caldaia; tipologia apparecchio; impianto; prodotto; macchina; tipologia impianto""",
    Field.BRAND: """
        marca; marca caldaia; marca apparecchio; costruttore; fabbricante; produttore; casa
        brand; marca generatore; caldaia""",
    Field.MODEL: "modello; modello caldaia; modello apparecchio; mod; modello generatore; model",
    Field.SERIAL_NUMBER: """
        matricola; numero di serie; numero matricola; seriale; serial number; matr; n matricola
        matricola caldaia; n serie; serial; numero di matricola; sn; numero seriale
        matricola apparecchio; matricola generatore""",
    Field.FUEL: "combustibile; alimentazione; tipo combustibile; comb; gas; carburante",
    Field.USEFUL_POWER_KW: """
        potenza; potenza utile; kw; potenza kw; potenza nominale; pot; potenza utile kw
        potenza termica; potenza nominale utile; pot utile; kw utili; pot nom""",
    Field.HEAT_INPUT_KW: """
        potenza focolare; potenza al focolare; portata termica; focolare; potenza focolare kw
        potenza termica al focolare; kw focolare; pot focolare""",
    Field.LOCATION: "ubicazione; ubicazione apparecchio; posizione; locale; ubicazione caldaia",
    Field.INSTALLED_ON: """
        data installazione; installazione; installata il; installato il; data di installazione
        anno installazione; data inst; anno; data montaggio; data installazione caldaia""",
    Field.FIRST_IGNITION_ON: """
        prima accensione; data prima accensione; accensione; collaudo; data collaudo
        data accensione; messa in funzione; data messa in servizio; messa in servizio""",
    Field.WARRANTY_UNTIL: "garanzia; scadenza garanzia; fine garanzia; garanzia fino al",
    Field.LAST_MAINTENANCE_ON: """
        ultima manutenzione; data ultima manutenzione; ultimo intervento; ultima visita
        data ultimo intervento; manutenzione; ultima pulizia; ultimo controllo; data manutenzione
        data intervento; ultima man""",
    Field.NEXT_MAINTENANCE_ON: """
        prossima manutenzione; scadenza; data scadenza; scadenza manutenzione; prossimo intervento
        data prossima manutenzione; prossima visita; prossima scadenza; scad; da fare entro
        prossimo controllo; manutenzione prevista; prox manutenzione; scadenza controllo""",
    Field.LAST_REE_ON: """
        ultimo ree; ultimo controllo fumi; ultima prova fumi; data ultimo ree; ultimo bollino
        data bollino; ultima analisi fumi; ultimo rcee; data ree; data analisi fumi; bollino
        ultimo controllo efficienza""",
    Field.NEXT_REE_ON: """
        prossimo ree; scadenza ree; scadenza bollino; prossimo bollino; prossima prova fumi
        scadenza fumi; prossima analisi fumi; prossimo rcee; scadenza rcee
        scadenza controllo efficienza; scadenza analisi fumi""",
}

#: Headings that look like a field and are something else: they are left unmapped.
NOT_FIELDS = """
    indirizzo fatturazione; indirizzo di fatturazione; citta fatturazione; comune fatturazione
    cap fatturazione; provincia fatturazione; data nascita; data di nascita; luogo di nascita
    comune di nascita; provincia di nascita; fax; iban; banca; totale; importo; prezzo; sesso
    nazione; stato; zona; tecnico; agente; listino; pagamento; sito web; condizioni di pagamento
    tipo cliente; tipologia cliente; tipo contratto; contratto; numero fattura; data fattura
    numero contratto; tipo intervento; data creazione; data inserimento"""


def phrases(text: str) -> list[tuple[str, ...]]:
    """Return the headings of a list, each as its words."""
    entries = (entry for line in text.splitlines() for entry in line.split(";"))
    return [tuple(entry.split()) for entry in entries if entry.strip()]


#: Every heading with its field; None for the headings of `NOT_FIELDS`.
KNOWN: tuple[tuple[tuple[str, ...], Field | None], ...] = (
    *((words, field) for field, text in _HEADINGS.items() for words in phrases(text)),
    *((words, None) for words in phrases(NOT_FIELDS)),
)
