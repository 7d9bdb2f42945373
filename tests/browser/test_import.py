"""A list is uploaded, checked and imported; the page follows the work by itself."""

from tests.browser.test_sign_in import sign_in

LIST = (
    "Cognome;Nome;Indirizzo;Comune;Marca\n"
    "Ferrero;Luisa;Via Roma 3;Rivoli;Vaillant\n"
    ";;Via Roma 4;Rivoli;\n"
)


def test_list_goes_in_without_reloading_the_page(desk, server_app):
    work = server_app.extensions["worker"].run_company
    sign_in(desk)
    desk.goto("/importa/")
    file = {"name": "clienti.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    desk.locator("input[type=file]").set_input_files(files=[file])
    desk.get_by_role("button", name="Leggi l'elenco").click()
    assert desk.get_by_label("Cognome", exact=True).input_value() == "last_name"

    desk.get_by_role("button", name="Verifica l'elenco").click()
    desk.locator("progress").wait_for()
    desk.evaluate("window.isSamePage = true")
    work("prova")
    start = desk.get_by_role("button", name="Importa adesso")
    start.wait_for()
    assert desk.evaluate("window.isSamePage")
    assert "Manca il nome" in desk.locator("main").inner_text()

    start.click()
    desk.locator("progress").wait_for()
    work("prova")
    desk.get_by_text("L'elenco è stato importato.").wait_for()
    desk.goto("/clienti/?q=ferrero")
    assert "Ferrero Luisa" in desk.locator("main").inner_text()


def test_upload_and_columns_fit_a_phone(phone):
    sign_in(phone)
    phone.goto("/importa/")
    file = {"name": "clienti.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    phone.locator("input[type=file]").set_input_files(files=[file])
    phone.get_by_role("button", name="Leggi l'elenco").click()
    phone.locator("#col_0").wait_for()

    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
