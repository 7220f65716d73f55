"""Documents to keep: PDF by typst, spreadsheets as CSV and XLSX."""

from hub.documents.pdf import pdf_response, render_pdf
from hub.documents.sheets import Sheet, csv_response, xlsx_response

__all__ = ["Sheet", "csv_response", "pdf_response", "render_pdf", "xlsx_response"]
