"""Drug names.

drug_names        takes a name apart: brand, ingredient, strength, form
drug_search       finds products by what a person types
asked_name        what was typed, taken apart; what of it isn't true of a product
spelling          names as other languages spell them
search_names      abbreviations and brands that people type
familiar_names    what people call a product
ndc_codes         an NDC as printed, as 11 digits
rxnorm            reads RxNorm's files
ndc_directory     reads package sizes from FDA's directory
import_names      finder catalog names
own_names         look-ups in the names that were imported
package_facts     priced units and package sizes that no file tells
negotiated_units  Medicare's negotiated price of each product
drug_classes      which drugs are alike
not_part_d        which names Part D doesn't pay for
"""
